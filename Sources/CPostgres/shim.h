#pragma once
#include <libpq-fe.h>
#include <spawn.h>

// Extensions of glibc that its headers hide from Swift.
int syncfs(int descriptor);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
#define DIDTRON_SPAWN_SETSID 0x80
