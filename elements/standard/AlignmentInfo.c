#include "elements/AlignmentInfo.h"

/* Nobody needs to know. */
const struct element_class AlignmentInfo_class = {
    AlignmentInfo_COMMON,
};
