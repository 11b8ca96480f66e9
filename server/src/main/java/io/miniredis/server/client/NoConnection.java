package io.miniredis.server.client;

import io.miniredis.protocol.DiscardingWriter;
import io.miniredis.protocol.ReplyWriter;

/** The connection of a client that the server itself plays: nobody sends, nobody hears. */
public class NoConnection extends SocketlessConnection {
    private ReplyWriter writer = new DiscardingWriter();

    @Override
    public ReplyWriter writer() {
        return writer;
    }

    @Override
    public void protocol(int version) {
        writer = new DiscardingWriter(version);
    }

    @Override
    public String remoteAddress() {
        return "?:0";
    }

    @Override
    public String localAddress() {
        return "?:0";
    }

    @Override
    public String toString() {
        return "NoConnection";
    }
}
