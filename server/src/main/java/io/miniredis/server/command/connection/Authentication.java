package io.miniredis.server.command.connection;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.Errors;
import io.miniredis.server.RedisServer;
import io.miniredis.server.command.CommandCall;
import java.security.MessageDigest;

/** Who may use the server: there is one user, {@code default}, whose password is {@code requirepass}. */
final class Authentication {
    static final ByteString DEFAULT_USER = ByteString.of("default");

    private Authentication() {}

    /** False if everybody may do everything: no password is configured. */
    static boolean isRequired(RedisServer server) {
        return !server.password().isEmpty();
    }

    /** Lets the client in. @throws ErrorReply WRONGPASS */
    static void authenticate(CommandCall call, ByteString user, ByteString password) {
        ByteString expected = call.server().password();
        // Without a password configured any one is right. The comparison takes the same time whatever is equal.
        boolean right = expected.isEmpty() || MessageDigest.isEqual(expected.bytes(), password.bytes());
        if (!right || !user.equals(DEFAULT_USER)) {
            throw Errors.WRONGPASS;
        }
        call.client().authenticated(true);
    }
}
