package io.miniredis.cluster;

/**
 * A message of the bus, decoded.
 *
 * @param typeCode the number of a {@link MessageType}, or one of a newer version
 */
record BusMessage(int typeCode, BusHeader header, BusPayload payload) {
    BusMessage(MessageType type, BusHeader header, BusPayload payload) {
        this(type.code(), header, payload);
    }
}
