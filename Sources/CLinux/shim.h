#pragma once
// Linux's event interfaces and the settings of glibc's allocator, which Swift's Glibc module leaves out.
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
