#include "elements/IPRewriterPatterns.h"

/* The patterns have been put in their places before anything runs. */
const struct element_class IPRewriterPatterns_class = {
    IPRewriterPatterns_COMMON,
};
