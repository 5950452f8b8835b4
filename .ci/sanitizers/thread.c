// Tells ThreadSanitizer what Swift's runtime does on Linux, where it is not built for the sanitizer. Linked into the
// programs that are run under it, and into nothing else. Thread.swift shows that it is needed and that it is enough.
//
// Mutex: the compiler puts its quick path, which the sanitizer sees, into our code. When two threads meet, the standard
// library waits for the kernel, and the sanitizer misses that one thread's work comes before the other's. These functions
// are called in the place of the library's, which they call in turn.
//
// Continuations: a task whose continuation is resumed before it has begun to wait goes on at once, by an atomic word in the
// runtime that the sanitizer does not see. Left out is a race of which one side is in `resume(returning:)` itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

const char *__tsan_default_suppressions(void) { return "race:sScc6resume9returning\n"; }

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

// Synchronization._MutexHandle._lockSlow(_:), _tryLockSlow() and _unlockSlow(), by their mangled names.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lockSlow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool tryLockSlow(SELF) __asm__(TRY_LOCK);
SWIFT void unlockSlow(SELF) __asm__(UNLOCK);

SWIFT void lockSlow(uint32_t thread, SELF) {
    ((SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK))(thread, self);
    __tsan_acquire(self);
}

SWIFT bool tryLockSlow(SELF) {
    bool isLocked = ((SWIFT bool (*)(SELF))dlsym(RTLD_NEXT, TRY_LOCK))(self);
    if (isLocked) __tsan_acquire(self);
    return isLocked;
}

SWIFT void unlockSlow(SELF) {
    __tsan_release(self);
    ((SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK))(self);
}
