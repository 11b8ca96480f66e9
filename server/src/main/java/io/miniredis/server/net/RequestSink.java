package io.miniredis.server.net;

import io.miniredis.protocol.Request;

/** Where a connection's decoded requests go. Called by the thread that reads the connection. */
interface RequestSink {
    /** The connection is open; requests follow. */
    void opened();

    /** Takes a request. False if no further one is to be decoded before {@link ClientHandler#goOn()}. */
    boolean request(Request request);

    /** What was held back after a refused request is decoded; reads follow. */
    void goesOn();

    /** All of one read was decoded, as far as it goes. */
    void readComplete(long inputBytes);

    /** What was sent is not RESP; nothing more follows but {@link #closed}. */
    void protocolError(String text);

    /** What was sent is more than a client may send without its being executed. */
    void queryTooLong(String firstBytes);

    /** The peer sends nothing more. */
    void inputEnded();

    /** The connection is gone. */
    void closed();
}
