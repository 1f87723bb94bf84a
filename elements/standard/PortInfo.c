#include "elements/PortInfo.h"

/* The names have been put in their places before anything runs. */
const struct element_class PortInfo_class = {
    PortInfo_COMMON,
};
