package io.miniredis.protocol;

/** A reply nobody reads: CLIENT REPLY OFF and SKIP, a primary's own commands on a replica, loading a file. */
public class DiscardingWriter implements ReplyWriter {
    private static final Deferred NOTHING = new Deferred() {
        @Override
        public void array(int elements) {}

        @Override
        public void map(int pairs) {}

        @Override
        public void set(int elements) {}
    };

    private final int protocol;

    public DiscardingWriter() {
        this(2);
    }

    /** @param protocol what {@link #protocol()} says, 2 or 3 */
    public DiscardingWriter(int protocol) {
        this.protocol = protocol;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public void ok() {}

    @Override
    public void simple(String text) {}

    @Override
    public void error(String line) {}

    @Override
    public void integer(long value) {}

    @Override
    public void bulk(byte[] bytes, int offset, int length) {}

    @Override
    public void bulk(String text) {}

    @Override
    public void bulkInteger(long value) {}

    @Override
    public void nil() {}

    @Override
    public void nilArray() {}

    @Override
    public void array(int elements) {}

    @Override
    public void map(int pairs) {}

    @Override
    public void set(int elements) {}

    @Override
    public void attribute(int pairs) {}

    @Override
    public void push(int elements) {}

    @Override
    public void number(double value) {}

    @Override
    public void number(String text) {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void bigNumber(String digits) {}

    @Override
    public void verbatim(String format, byte[] text) {}

    @Override
    public void encoded(byte[] resp) {}

    @Override
    public Deferred deferred() {
        return NOTHING;
    }
}
