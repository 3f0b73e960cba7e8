/* Every draft interface. They may still move: a plugin that uses one says which Gantry it was built for. */
#ifndef GANTRY_DRAFT_ALL_H
#define GANTRY_DRAFT_ALL_H

#include <gantry/draft/bulk-copy.h>
#include <gantry/draft/driver.h>
#include <gantry/draft/host-rowsets.h>
#include <gantry/draft/messages.h>
#include <gantry/draft/pooling.h>
#include <gantry/draft/smo-server.h>
#include <gantry/draft/sql-session.h>
#include <gantry/draft/statement-list.h>
#include <gantry/draft/task-script.h>
#include <gantry/draft/transaction.h>

#endif
