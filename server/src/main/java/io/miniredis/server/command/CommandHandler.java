package io.miniredis.server.command;

/** The method behind a command. */
@FunctionalInterface
public interface CommandHandler {
    /**
     * Executes the call and writes exactly one reply.
     *
     * @throws io.miniredis.protocol.ErrorReply for what the client did wrong, before the first byte of the reply
     */
    void handle(CommandCall call);
}
