/* Makes the k-th call that changes the disk fail, or ends the process there.
 *
 * Loaded into one process with LD_PRELOAD. A filter sends every such call to us as a signal, whether
 * it came through the C library or not; we count it, and make it ourselves or say what went wrong.
 *
 * FAULT_COUNT  a file of two 64-bit words: how many calls there were, and which one was hit
 * FAULT_AT     the number of the call, from 1; 0 only counts
 * FAULT_MODE   enospc, eio: this one call fails
 *              full: from there on nothing more fits (the first write is cut short)
 *              dead: from there on every call fails
 *              readonly: from there on the disk takes nothing; standard output does
 *              kill: the process is gone before the call
 *              killed: the process is gone after the call
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <ucontext.h>
#include <unistd.h>

#if !defined(__x86_64__) || !defined(__linux__)
#error "written for Linux on x86-64"
#endif

/* The one place from which the filter lets calls through. */
long shim_call(long number, long a, long b, long c, long d, long e, long f);
extern char shim_called[];
__asm__(
    ".text\n.globl shim_call\n.hidden shim_call\n.globl shim_called\n.hidden shim_called\n"
    ".type shim_call,@function\nshim_call:\n"
    "  mov %rdi, %rax\n  mov %rsi, %rdi\n  mov %rdx, %rsi\n  mov %rcx, %rdx\n"
    "  mov %r8, %r10\n  mov %r9, %r8\n  mov 8(%rsp), %r9\n  syscall\n"
    "shim_called:\n  ret\n");

static struct words { uint64_t count, hit; } *words;
static uint64_t at;
static enum { ENOSPC_ONCE, EIO_ONCE, FULL, DEAD, READONLY, KILL, KILLED } mode;

static void vanish(void) { shim_call(SYS_kill, shim_call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0); }

/* True for calls that need room on the disk. */
static int needs_room(long number) {
    switch (number) {
    case SYS_unlink: case SYS_unlinkat: case SYS_rmdir: case SYS_fsync: case SYS_fdatasync:
    case SYS_syncfs: case SYS_rename: case SYS_renameat: case SYS_renameat2: case SYS_fchmod:
    case SYS_chmod: case SYS_fchmodat: return 0;
    default: return 1;
    }
}

static void caught(int signal, siginfo_t *info, void *context) {
    (void)signal;
    (void)info;
    greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
    long number = r[REG_RAX], a = r[REG_RDI], b = r[REG_RSI], c = r[REG_RDX], d = r[REG_R10];
    uint64_t this = __atomic_add_fetch(&words->count, 1, __ATOMIC_SEQ_CST);
    int now = at && this == at, since = at && this >= at;
    long made = 1, result = 0;
    if (now) words->hit = (uint64_t)number;
    switch (mode) {
    case ENOSPC_ONCE: if (now) { made = 0; result = -ENOSPC; } break;
    case EIO_ONCE: if (now) { made = 0; result = -EIO; } break;
    case DEAD: if (since) { made = 0; result = -EIO; } break;
    case READONLY:
        if (since && number != SYS_write && number != SYS_writev) { made = 0; result = -EROFS; }
        break;
    case FULL:
        if (now && (number == SYS_write || number == SYS_pwrite64) && c > 1) c /= 2;
        else if (since && needs_room(number)) { made = 0; result = -ENOSPC; }
        break;
    case KILL: if (now) vanish(); break;
    case KILLED: break;
    }
    if (made) result = shim_call(number, a, b, c, d, r[REG_R8], r[REG_R9]);
    if (now && mode == KILLED) vanish();
    r[REG_RAX] = result;
}

#define LOAD(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, what))
#define HIGH(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, what) + 4)
#define GIVE(answer) BPF_STMT(BPF_RET | BPF_K, answer)
#define TRAP(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), GIVE(SECCOMP_RET_TRAP)
/* Opened for writing: traps; for reading: goes through. */
#define OPEN(name, flags) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[flags]), \
    BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT, 0, 1), GIVE(SECCOMP_RET_TRAP), \
    GIVE(SECCOMP_RET_ALLOW)
/* What is said on standard error is not counted. */
#define WRITE(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[0]), \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 2, 1, 0), GIVE(SECCOMP_RET_TRAP), GIVE(SECCOMP_RET_ALLOW)

__attribute__((constructor)) static void begin(void) {
    const char *count = getenv("FAULT_COUNT"), *place = getenv("FAULT_AT"), *how = getenv("FAULT_MODE");
    if (!count || !place || !how) return;
    int file = open(count, O_RDWR);
    if (file < 0) _exit(111);
    words = mmap(NULL, sizeof *words, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (words == MAP_FAILED) _exit(112);
    at = strtoull(place, NULL, 10);
    static const char *const names[] = {"enospc", "eio", "full", "dead", "readonly", "kill", "killed"};
    for (int i = 0; i < 7; i++) if (!strcmp(how, names[i])) mode = i;
    unsetenv("LD_PRELOAD");
    struct sigaction action = {.sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSYS, &action, NULL);
    uint64_t ours = (uint64_t)(uintptr_t)shim_called;
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0), GIVE(SECCOMP_RET_ALLOW),
        LOAD(instruction_pointer),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)ours, 0, 3),
        HIGH(instruction_pointer),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(ours >> 32), 0, 1), GIVE(SECCOMP_RET_ALLOW),
        LOAD(nr),
        OPEN(openat, 2), OPEN(open, 1), WRITE(write), WRITE(writev), WRITE(pwrite64),
        TRAP(creat), TRAP(rename), TRAP(renameat), TRAP(renameat2), TRAP(fsync), TRAP(fdatasync),
        TRAP(syncfs), TRAP(link), TRAP(linkat), TRAP(symlink), TRAP(symlinkat), TRAP(mkdir),
        TRAP(mkdirat), TRAP(unlink), TRAP(unlinkat), TRAP(rmdir), TRAP(ftruncate), TRAP(chmod),
        TRAP(fchmod), TRAP(fchmodat), TRAP(copy_file_range), TRAP(sendfile),
        GIVE(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) _exit(113);
}
