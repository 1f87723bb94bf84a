#include "elements/AddressInfo.h"

/* The names have been put in their places before anything runs. */
const struct element_class AddressInfo_class = {
    AddressInfo_COMMON,
};
