/* The library that missing-library.c needs; the tests never put it where it is found. */
__attribute__((visibility("default"))) int gantry_test_absent(void);
int gantry_test_absent(void) { return 1; }
