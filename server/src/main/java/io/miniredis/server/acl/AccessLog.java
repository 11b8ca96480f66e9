package io.miniredis.server.acl;

import java.util.ArrayDeque;
import java.util.Iterator;

/** What was denied lately, the newest first, at most {@code acllog-max-len} entries (ACL LOG). */
public final class AccessLog {
    /** Of so many entries it is asked whether they are about the same. */
    private static final int LOOKED_AT = 10;

    private final ArrayDeque<AccessLogEntry> entries = new ArrayDeque<>(0);
    private long nextId;

    /** The id of the entry to be made next. */
    long nextId() {
        return nextId;
    }

    /** Adds an entry, or counts it where there is one of the same already. */
    void add(AccessLogEntry entry, long mostEntries) {
        Iterator<AccessLogEntry> newestFirst = entries.iterator();
        for (int i = 0; i < LOOKED_AT && newestFirst.hasNext(); i++) {
            AccessLogEntry known = newestFirst.next();
            if (known.isSameAs(entry)) {
                known.again(entry);
                newestFirst.remove();
                entries.addFirst(known);
                return;
            }
        }
        nextId++;
        entries.addFirst(entry);
        while (entries.size() > mostEntries) {
            entries.removeLast();
        }
    }

    public void clear() {
        entries.clear();
    }

    public int size() {
        return entries.size();
    }

    /** The newest first. */
    public Iterable<AccessLogEntry> entries() {
        return entries;
    }

    @Override
    public String toString() {
        return "AccessLog[" + entries.size() + " entries]";
    }
}
