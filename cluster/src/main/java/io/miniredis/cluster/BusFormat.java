package io.miniredis.cluster;

/**
 * The binary form of messages (clusterMsg in cluster.h), version 1. Numbers are big endian; what is not named is zero.
 *
 * <pre>
 *   offset  bytes
 *        0      4  "RCmb"
 *        4      4  length of the whole message
 *        8      2  version: 1
 *       10      2  port of the sender for clients
 *       12      2  type
 *       14      2  number of gossip entries
 *       16      8  current epoch
 *       24      8  config epoch
 *       32      8  replication offset
 *       40     40  sender: 40 characters
 *       80   2048  slots: bit s &amp; 7 of byte s / 8
 *     2128     40  id of the primary, or zeros
 *     2168     46  announced IP, text with a zero behind it, or zeros
 *     2214      2  number of extensions
 *     2216     30
 *     2246      2  the other port for clients
 *     2248      2  port of the bus
 *     2250      2  node flags
 *     2252      1  state: 0 ok, 1 fail
 *     2253      3  message flags, in the first of these bytes
 *     2256         payload
 *
 *   gossip entry, 104 bytes                     extension, a multiple of 8 bytes
 *        0     40  id                                0      4  its length, these 8 bytes included
 *       40      4  ping sent, seconds                4      2  type
 *       44      4  pong received, seconds            6      2
 *       48     46  IP                                8         0 host name and 1 human name: text, zero behind it
 *       94      2  port                                        2 forgotten node: id, 8 bytes of seconds
 *       96      2  port of the bus                             3 shard: id
 *       98      2  node flags
 *      100      2  the other port
 *      102      2
 *
 *   FAIL     40  id
 *   PUBLISH   4  length of the channel,  4  length of the message,  channel, message
 *   UPDATE    8  config epoch,  40  id,  2048  slots
 * </pre>
 *
 * <p>A vote (FAILOVER_AUTH_ACK, type 6) is a header alone and begins, for a primary at port 6379, epochs 3 and 2,
 * offset 1000:
 *
 * <pre>
 *   52 43 6d 62  00 00 08 d0  00 01  18 eb  00 06  00 00
 *   00 00 00 00 00 00 00 03  00 00 00 00 00 00 00 02  00 00 00 00 00 00 03 e8
 * </pre>
 */
final class BusFormat {
    static final int VERSION = 1;
    static final byte[] SIGNATURE = {'R', 'C', 'm', 'b'};

    static final int LENGTH = 4;
    static final int VERSION_AT = 8;
    static final int PORT = 10;
    static final int TYPE = 12;
    static final int COUNT = 14;
    static final int CURRENT_EPOCH = 16;
    static final int CONFIG_EPOCH = 24;
    static final int OFFSET = 32;
    static final int SENDER = 40;
    static final int SLOTS = 80;
    static final int PRIMARY = 2128;
    static final int IP = 2168;
    static final int EXTENSIONS = 2214;
    static final int SECONDARY_PORT = 2246;
    static final int BUS_PORT = 2248;
    static final int FLAGS = 2250;
    static final int STATE = 2252;
    static final int MESSAGE_FLAGS = 2253;
    static final int HEADER_BYTES = 2256;

    static final int IP_BYTES = 46;

    static final int GOSSIP_PING_SENT = 40;
    static final int GOSSIP_PONG_RECEIVED = 44;
    static final int GOSSIP_IP = 48;
    static final int GOSSIP_PORT = 94;
    static final int GOSSIP_BUS_PORT = 96;
    static final int GOSSIP_FLAGS = 98;
    static final int GOSSIP_SECONDARY_PORT = 100;
    static final int GOSSIP_BYTES = 104;

    static final int EXTENSION_HEADER_BYTES = 8;
    static final int EXTENSION_TYPE = 4;
    static final int HOSTNAME = 0;
    static final int HUMAN_NAME = 1;
    static final int FORGOTTEN_NODE = 2;
    static final int SHARD_ID = 3;

    static final int PUBLICATION_BYTES = 8;
    static final int UPDATE_ID = 8;
    static final int UPDATE_SLOTS = 48;
    static final int UPDATE_BYTES = UPDATE_SLOTS + SlotSet.BYTES;
    static final int MODULE_LENGTH = 8;
    static final int MODULE_BYTES = 13;

    private BusFormat() {}
}
