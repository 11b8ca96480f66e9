package io.miniredis.server.scripting;

import io.miniredis.protocol.ErrorReply;
import io.miniredis.server.command.CommandCall;

/**
 * Counts the errors in a script's reply (afterErrorReply in networking.c): one that a command met has been counted
 * there; any other is counted now. Either way the call has failed.
 */
final class RunErrors implements LuaReply.ErrorListener {
    private final CommandCall call;
    private boolean any;

    RunErrors(CommandCall call) {
        this.call = call;
    }

    @Override
    public void error(ScriptError error) {
        if (error.counted()) {
            call.command().countFailure();
        } else {
            call.server().countError(new ErrorReply(error.line()));
            any = true;
        }
    }

    /** The reply is complete. */
    void done() {
        if (any) {
            call.command().countFailure();
        }
    }
}
