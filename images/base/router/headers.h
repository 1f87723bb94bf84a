/* Sizes and places of header fields, in bytes. */
#pragma once

enum {
    ETHERNET_HEADER = 14,
    ETHERNET_DESTINATION = 0,
    ETHERNET_SOURCE = 6,
    ETHERNET_TYPE = 12,

    ARP_SIZE = 28, /* Ethernet and IPv4 */
    ARP_HARDWARE = 0,
    ARP_PROTOCOL = 2,
    ARP_HARDWARE_LENGTH = 4,
    ARP_PROTOCOL_LENGTH = 5,
    ARP_OPERATION = 6,
    ARP_SENDER_ETHERNET = 8,
    ARP_SENDER_IP = 14,
    ARP_TARGET_ETHERNET = 18,
    ARP_TARGET_IP = 24,

    IP_HEADER = 20, /* without options */
    IP_TOS = 1,
    IP_LENGTH = 2,
    IP_ID = 4,
    IP_FRAGMENT = 6,
    IP_TTL = 8,
    IP_PROTOCOL = 9,
    IP_CHECKSUM = 10,
    IP_SOURCE = 12,
    IP_DESTINATION = 16,

    ICMP_TYPE = 0,
    ICMP_CODE = 1,
    ICMP_CHECKSUM = 2,
    ICMP_POINTER = 4,
    ICMP_GATEWAY = 4,
    ICMP_IDENTIFIER = 4,
    ICMP_SEQUENCE = 6,
    ICMP_MTU = 6,
    ICMP_HEADER = 8,
    ICMP_ECHO_HEADER = 8,

    UDP_HEADER = 8,
    UDP_SOURCE = 0,
    UDP_DESTINATION = 2,
    UDP_LENGTH = 4,
    UDP_CHECKSUM = 6,

    TCP_HEADER = 20, /* without options */
    TCP_SOURCE = 0,
    TCP_DESTINATION = 2,
    TCP_SEQUENCE = 4,
    TCP_ACKNOWLEDGMENT = 8,
    TCP_OFFSET = 12, /* its upper half: words of the header */
    TCP_FLAGS = 13,
    TCP_WINDOW = 14,
    TCP_CHECKSUM = 16,
};

/* Parts of the word at IP_FRAGMENT. */
enum { IP_DONT_FRAGMENT = 0x4000, IP_MORE_FRAGMENTS = 0x2000, IP_FRAGMENT_OFFSET = 0x1fff };

/* The lower bits of IP_TOS. */
enum { IP_ECN_NOT_CAPABLE = 0, IP_ECN_ECT1 = 1, IP_ECN_ECT2 = 2, IP_ECN_CE = 3, IP_ECN = 3 };

enum {
    IP_OPTION_END = 0,
    IP_OPTION_NOP = 1,
    IP_OPTION_RECORD_ROUTE = 7,
    IP_OPTION_TIMESTAMP = 68,
    IP_OPTION_COPIED = 0x80, /* bit: goes into every fragment */
    IP_OPTION_LOOSE_ROUTE = 131,
    IP_OPTION_STRICT_ROUTE = 137,
};

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16, TCP_URG = 32 };

enum { ETHERTYPE_IP = 0x0800, ETHERTYPE_ARP = 0x0806 };
enum { ARP_HARDWARE_ETHERNET = 1, ARP_REQUEST = 1, ARP_REPLY = 2 };
enum { PROTOCOL_ICMP = 1, PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum {
    ICMP_ECHO_REPLY = 0,
    ICMP_UNREACHABLE = 3,
    ICMP_SOURCE_QUENCH = 4,
    ICMP_REDIRECT = 5,
    ICMP_ECHO = 8,
    ICMP_TIME_EXCEEDED = 11,
    ICMP_PARAMETER_PROBLEM = 12,
    ICMP_TIMESTAMP = 13,
    ICMP_TIMESTAMP_REPLY = 14,
    ICMP_INFORMATION = 15,
    ICMP_INFORMATION_REPLY = 16,
};
