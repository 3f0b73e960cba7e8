/* Every stable interface. Drafts are in draft/all.h. */
#ifndef GANTRY_GANTRY_H
#define GANTRY_GANTRY_H

#include <gantry/call.h>
#include <gantry/connection-manager.h>
#include <gantry/enumerator.h>
#include <gantry/error.h>
#include <gantry/host-calls.h>
#include <gantry/host-connections.h>
#include <gantry/host-events.h>
#include <gantry/host-log.h>
#include <gantry/host-reaper.h>
#include <gantry/host-secrets.h>
#include <gantry/host-sessions.h>
#include <gantry/host-variables.h>
#include <gantry/note.h>
#include <gantry/object-factory.h>
#include <gantry/object.h>
#include <gantry/persist.h>
#include <gantry/plugin.h>
#include <gantry/properties.h>
#include <gantry/rows.h>
#include <gantry/status.h>
#include <gantry/task.h>
#include <gantry/types.h>
#include <gantry/value.h>
#include <gantry/version.h>

#endif
