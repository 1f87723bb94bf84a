/*
 * replay INTERFACE IN EXPECTED OUT ...: sends the frames of each capture IN (or -) through its interface, in the order of
 * their times, and writes what comes back to OUT. A frame waits for the answers that EXPECTED has before its time, so that
 * a slow guest changes nothing; the bytes are for others to compare. Captures are little endian with nanoseconds.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PORTS 8
#define FRAME 65536
#define ANSWERS_MS 3000 /* most that a frame waits for what comes before it */
#define QUIET_MS 400    /* behind the last answer, for frames that should not come */

struct record {
    uint32_t seconds, nanoseconds, size, wire;
};

struct port {
    FILE *in, *expected, *out;
    struct record next, due; /* of `in` and `expected` */
    uint8_t frame[FRAME];
    int socket, has_next, has_due;
    unsigned wanted, received;
};

static struct port ports[PORTS];
static struct pollfd sockets[PORTS];
static int count;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static int64_t time_of(const struct record *record)
{
    return record->seconds * 1000000000ll + record->nanoseconds;
}

static FILE *open_capture(const char *name)
{
    uint8_t header[24];
    FILE *file = strcmp(name, "-") ? fopen(name, "rb") : NULL;
    if (strcmp(name, "-") && (!file || fread(header, sizeof header, 1, file) != 1))
        fail(name);
    return file;
}

static int next_record(FILE *file, struct record *record, uint8_t *frame)
{
    if (!file || fread(record, sizeof *record, 1, file) != 1)
        return 0;
    if (record->size > FRAME || fread(frame, 1, record->size, file) != record->size)
        fail("capture");
    return 1;
}

static int open_socket(const char *name)
{
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    /* No protocol before it has its interface: it would take what comes in by any. */
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    address.sll_ifindex = (int)if_nametoindex(name);
    int yes = 1;
    if (fd < 0 || !address.sll_ifindex || bind(fd, (struct sockaddr *)&address, sizeof address) ||
        setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &yes, sizeof yes))
        fail(name);
    return fd;
}

static void expect_next(struct port *port)
{
    static uint8_t unused[FRAME];
    port->has_due = next_record(port->expected, &port->due, unused);
}

static void open_port(struct port *port, char **names)
{
    static const uint32_t header[6] = {0xa1b23c4d, 2 | 4 << 16, 0, 0, FRAME, 1};
    port->socket = open_socket(names[0]);
    port->in = open_capture(names[1]);
    port->expected = open_capture(names[2]);
    port->out = fopen(names[3], "wb");
    if (!port->out || fwrite(header, sizeof header, 1, port->out) != 1)
        fail(names[3]);
    port->has_next = next_record(port->in, &port->next, port->frame);
    expect_next(port);
}

/* Linux takes the outer tag off before it shows a frame: puts it back, behind the two addresses. */
static ssize_t restore_tag(struct msghdr *message, uint8_t *frame, ssize_t size)
{
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        struct tpacket_auxdata data;
        if (part->cmsg_level != SOL_PACKET || part->cmsg_type != PACKET_AUXDATA)
            continue;
        memcpy(&data, CMSG_DATA(part), sizeof data);
        if (!(data.tp_status & TP_STATUS_VLAN_VALID))
            continue;
        uint16_t tag[2] = {htons(data.tp_vlan_tpid), htons(data.tp_vlan_tci)};
        memmove(frame + 16, frame + 12, (size_t)size - 12);
        memcpy(frame + 12, tag, 4);
        size += 4;
    }
    return size;
}

static void receive(struct port *port)
{
    static uint8_t frame[FRAME + 4];
    char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
    struct sockaddr_ll from;
    struct iovec into = {frame, FRAME};
    struct msghdr message = {.msg_name = &from,
                             .msg_namelen = sizeof from,
                             .msg_iov = &into,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    ssize_t size = recvmsg(port->socket, &message, MSG_DONTWAIT);
    if (size < 0 && errno != EAGAIN)
        fail("receive");
    if (size < 0 || from.sll_pkttype == PACKET_OUTGOING)
        return;
    size = restore_tag(&message, frame, size);
    struct record record = {0, port->received++, (uint32_t)size, (uint32_t)size};
    if (fwrite(&record, sizeof record, 1, port->out) != 1 || fwrite(frame, 1, (size_t)size, port->out) != (size_t)size)
        fail("output");
}

/* Takes what comes until `end`, or until all that is wanted is there. */
static void listen_until(int64_t end, int until_answered)
{
    for (;;) {
        int missing = 0;
        for (int i = 0; i < count; i++)
            missing |= ports[i].received < ports[i].wanted;
        int64_t left = end - now();
        if (left <= 0 || (until_answered && !missing))
            return;
        poll(sockets, (nfds_t)count, (int)(left / 1000000 + 1));
        for (int i = 0; i < count; i++)
            if (sockets[i].revents)
                receive(&ports[i]);
    }
}

/* What comes before `time` has to be there before the run goes on. */
static void await_answers(int64_t time)
{
    for (int i = 0; i < count; i++)
        for (; ports[i].has_due && time_of(&ports[i].due) < time; expect_next(&ports[i]))
            ports[i].wanted++;
    listen_until(now() + ANSWERS_MS * 1000000ll, 1);
}

static struct port *earliest(void)
{
    struct port *first = NULL;
    for (int i = 0; i < count; i++)
        if (ports[i].has_next && (!first || time_of(&ports[i].next) < time_of(&first->next)))
            first = &ports[i];
    return first;
}

int main(int argc, char **argv)
{
    int64_t last = 0, sent = 0;
    for (count = 0; 4 * count + 4 < argc && count < PORTS; count++) {
        open_port(&ports[count], argv + 1 + 4 * count);
        sockets[count] = (struct pollfd){.fd = ports[count].socket, .events = POLLIN};
    }
    for (struct port *port; (port = earliest()); port->has_next = next_record(port->in, &port->next, port->frame)) {
        int64_t time = time_of(&port->next);
        await_answers(time);
        if (last)
            listen_until(sent + time - last, 0);
        last = time;
        sent = now();
        if (send(port->socket, port->frame, port->next.size, 0) != (ssize_t)port->next.size)
            fail("send");
    }
    await_answers(INT64_MAX);
    listen_until(now() + QUIET_MS * 1000000ll, 0);
    for (int i = 0; i < count; i++)
        if (fclose(ports[i].out) != 0)
            fail("output");
    return 0;
}
