package io.miniredis.server.acl;

import io.miniredis.datastructures.ByteString;

/** Something that was denied, once or again and again within a minute. */
public final class AccessLogEntry {
    /** How long ago the same may have happened to count as the same entry. */
    private static final long GROUPING_MILLIS = 60_000;

    private final long id;
    private final DenialReason reason;
    private final AccessContext context;
    private final ByteString object;
    private final ByteString user;
    private final long createdAtMillis;
    private long updatedAtMillis;
    private long count = 1;
    private String clientInfo;

    AccessLogEntry(
            long id,
            DenialReason reason,
            AccessContext context,
            ByteString object,
            ByteString user,
            String clientInfo,
            long nowMillis) {
        this.id = id;
        this.reason = reason;
        this.context = context;
        this.object = object;
        this.user = user;
        this.clientInfo = clientInfo;
        this.createdAtMillis = nowMillis;
        this.updatedAtMillis = nowMillis;
    }

    boolean isSameAs(AccessLogEntry other) {
        return reason == other.reason
                && context == other.context
                && Math.abs(updatedAtMillis - other.updatedAtMillis) <= GROUPING_MILLIS
                && object.equals(other.object)
                && user.equals(other.user);
    }

    /** The same happened again. */
    void again(AccessLogEntry last) {
        clientInfo = last.clientInfo;
        updatedAtMillis = last.updatedAtMillis;
        count++;
    }

    /** From 0 on, in the order of the first times. */
    public long id() {
        return id;
    }

    public DenialReason reason() {
        return reason;
    }

    public AccessContext context() {
        return context;
    }

    /** The command, key or channel that was denied; of a failed login, the command it was tried with. */
    public ByteString object() {
        return object;
    }

    public ByteString user() {
        return user;
    }

    public long count() {
        return count;
    }

    /** The client that did it last, as CLIENT LIST has it. */
    public String clientInfo() {
        return clientInfo;
    }

    /** In milliseconds since 1970. */
    public long createdAtMillis() {
        return createdAtMillis;
    }

    public long updatedAtMillis() {
        return updatedAtMillis;
    }

    @Override
    public String toString() {
        return "AccessLogEntry[" + id + " " + user + " " + reason.wireName() + " " + context.wireName() + " times "
                + count + "]";
    }
}
