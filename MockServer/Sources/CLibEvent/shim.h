#pragma once
// The system's headers come first: libevent's configuration turns on GNU extensions, with which they would differ
// from what the other modules see.
#include <sys/types.h>
#include <sys/time.h>
#include <sys/socket.h>
#include <sys/eventfd.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/listener.h>
