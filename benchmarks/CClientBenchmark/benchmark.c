#include "CClientBenchmark.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int listener, const char *reply, size_t length) {
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    char bytes[65536];
    for (;;) {
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            int socket = events[i].data.fd;
            if (socket == listener) {
                struct epoll_event one = {.events = EPOLLIN, .data.fd = accept(listener, NULL, NULL)};
                int on = 1;
                setsockopt(one.data.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_ctl(epoll, EPOLL_CTL_ADD, one.data.fd, &one);
                continue;
            }
            ssize_t got = read(socket, bytes, sizeof bytes);
            if (got <= 0) close(socket);
            // A GET of ours comes in one piece.
            else if (got > 3 && memcmp(bytes + got - 4, "\r\n\r\n", 4) == 0 && write(socket, reply, length) < 0) close(socket);
        }
    }
}

int benchmark_serve(const char *body, int *port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 512)) return -1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    int process = fork();
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        size_t length = strlen(body) + 512;
        char *reply = malloc(length);
        length = snprintf(
            reply, length,
            "HTTP/1.1 200 OK\r\nDate: Wed, 18 May 2022 17:44:12 GMT\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\nConnection: keep-alive\r\n"
            "x-amzn-RequestId: 7edad5e3-5235-4db4-9457-4a588514f8a5\r\n\r\n%s",
            strlen(body), body);
        serve(listener, reply, length);
    }
    close(listener);
    return process;
}

void benchmark_stop(int process) {
    kill(process, SIGTERM);
    waitpid(process, NULL, 0);
}

static size_t discard(char *bytes, size_t size, size_t count, void *none) { return size * count; }

int benchmark_bare(int port, const char *path, int count, int width) {
    // Kept from call to call, with their connections, as a client keeps its own.
    static CURLM *multi;
    static CURL *kept[512];
    char url[512];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
    if (!multi) multi = curl_multi_init();
    int begun = 0, good = 0, running = 0;
    for (int i = 0; i < width && begun < count; i++, begun++) {
        if (!kept[i]) kept[i] = curl_easy_init();
        curl_easy_setopt(kept[i], CURLOPT_URL, url);
        curl_easy_setopt(kept[i], CURLOPT_WRITEFUNCTION, discard);
        curl_multi_add_handle(multi, kept[i]);
    }
    do {
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int left;
        while ((message = curl_multi_info_read(multi, &left))) {
            CURL *easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            good += status == 200;
            curl_multi_remove_handle(multi, easy);
            if (begun < count) {
                begun++;
                curl_easy_setopt(easy, CURLOPT_URL, url);
                curl_multi_add_handle(multi, easy);
                running++;
            }
        }
        if (running) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running);
    return good;
}

long benchmark_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

long benchmark_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}
