/* Status numbers (R2). Numbers, not a C enum, cross the boundary (V8); a number that is not listed counts as
 * INTERNAL. */
#ifndef GANTRY_STATUS_H
#define GANTRY_STATUS_H

#define GANTRY_OK 0
#define GANTRY_E_CANCELLED 1        /* the call was cancelled; task result 3; SQLSTATE HY008 */
#define GANTRY_E_DEADLINE 2         /* the call's deadline passed; SQLSTATE HYT00 */
#define GANTRY_E_INVALID 3          /* an argument or property value is wrong; SQLSTATE HY024 */
#define GANTRY_E_STATE 4            /* not possible now; on a session: never again; SQLSTATE HY010, 08003 */
#define GANTRY_E_NOT_FOUND 5        /* SQLSTATE 42S02 */
#define GANTRY_E_EXISTS 6           /* SQLSTATE 42S01 */
#define GANTRY_E_UNSUPPORTED 7      /* not offered here; SQLSTATE HYC00 */
#define GANTRY_E_UNAUTHENTICATED 8  /* the server or a store refused who we are; SQLSTATE 28000 */
#define GANTRY_E_DENIED 9           /* known, but not allowed; SQLSTATE 42000 */
#define GANTRY_E_IO 10              /* file or network; SQLSTATE 08S01 */
#define GANTRY_E_DATA 11            /* bytes or values that cannot be; SQLSTATE 22000 */
#define GANTRY_E_BUSY 12            /* in use; try again later; SQLSTATE HY000 */
#define GANTRY_E_OUTCOME_UNKNOWN 13 /* lost while committing: look, do not guess (D4); SQLSTATE 08007 */
#define GANTRY_E_INTERNAL 14        /* a defect; SQLSTATE HY000 */

#endif
