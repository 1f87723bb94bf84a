#include "elements/ScheduleInfo.h"

/* Tasks take turns here, whatever their parameters. */
const struct element_class ScheduleInfo_class = {
    ScheduleInfo_COMMON,
};
