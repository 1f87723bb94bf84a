#include "domain.h"

struct domain domain;
