package io.miniredis.server.command.connection;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * What HELLO is given.
 *
 * @param protocol 2 or 3, or 0 to leave it as it is
 * @param user given together with the password, or null
 * @param name the connection's new name, an empty one to remove it, or null to leave it as it is
 */
record HelloOptions(
        int protocol,
        @Nullable ByteString user,
        @Nullable ByteString password,
        @Nullable ByteString name) {

    static HelloOptions parse(CommandCall call) {
        Arguments args = call.args();
        int protocol = 0;
        ByteString user = null;
        ByteString password = null;
        ByteString name = null;
        if (args.hasNext()) {
            long version = args.nextLong(ConnectionErrors.NOT_A_VERSION);
            if (version < 2 || version > 3) {
                throw Errors.NOPROTO;
            }
            protocol = (int) version;
        }
        while (args.hasNext()) {
            if (args.remaining() >= 3 && args.acceptToken("auth")) {
                call.hideArgument(args.position());
                user = args.next();
                call.hideArgument(args.position());
                password = args.next();
            } else if (args.acceptOption("setname")) {
                name = ClientAttribute.checkName(args.next());
            } else {
                throw new ErrorReply(
                        Errors.oneLine("ERR Syntax error in HELLO option '" + ClientAttribute.text(args.next()) + "'"));
            }
        }
        return new HelloOptions(protocol, user, password, name);
    }

    /** Logs in with what was given. @throws ErrorReply if it is wrong, or missing and needed */
    void authenticate(CommandCall call) {
        if (user != null && password != null) {
            call.server().access().authenticate(call.client(), call.request(), user, password);
        }
        if (!call.client().isAuthenticated()) {
            throw ConnectionErrors.NOT_AUTHENTICATED;
        }
    }
}
