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
    IP_LENGTH = 2,
    IP_FRAGMENT = 6,
    IP_TTL = 8,
    IP_PROTOCOL = 9,
    IP_CHECKSUM = 10,
    IP_SOURCE = 12,
    IP_DESTINATION = 16,

    ICMP_TYPE = 0,
    ICMP_CHECKSUM = 2,
    ICMP_ECHO_HEADER = 8,
};

enum { ETHERTYPE_IP = 0x0800, ETHERTYPE_ARP = 0x0806 };
enum { ARP_HARDWARE_ETHERNET = 1, ARP_REQUEST = 1, ARP_REPLY = 2 };
enum { PROTOCOL_ICMP = 1, PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { ICMP_ECHO_REPLY = 0, ICMP_ECHO = 8 };
