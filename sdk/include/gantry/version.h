/* The version of the plugin boundary.

   While the major is 1 and the minor's tag is 0.x, interfaces may still move. From the 1.0 tag on, rules V1
   to V11 hold for good: append only, an id never changes its meaning.

   history:
     0.1  first draft of everything */
#ifndef GANTRY_VERSION_H
#define GANTRY_VERSION_H

/* The digit of the entry symbol gantry_plugin_1 (E1). A file with another major is not a plugin of this host.
 */
#define GANTRY_ABI_MAJOR 1
/* Raised when something is appended. A plugin with a higher minor than the host's still loads: it asks by
 * GANTRY_HAS. */
#define GANTRY_ABI_MINOR 0

#endif
