package io.miniredis.server.command.connection;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.server.acl.User;
import io.miniredis.server.client.Client;
import io.miniredis.server.client.ClientType;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import org.jspecify.annotations.Nullable;

/**
 * Which connections CLIENT KILL is about: those to which all of this applies.
 *
 * @param id 0 for any
 * @param minAgeSeconds 0 for any
 * @param spareCaller true if the connection that asks is not meant
 */
record ClientFilter(
        long id,
        @Nullable String address,
        @Nullable String localAddress,
        @Nullable ClientType type,
        @Nullable User user,
        long minAgeSeconds,
        boolean spareCaller) {
    /** The old form: an address alone, the caller's own included. */
    static ClientFilter address(Arguments args) {
        return new ClientFilter(0, args.next().utf8(), null, null, null, 0, false);
    }

    static ClientFilter parse(CommandCall call) {
        Arguments args = call.args();
        long id = 0;
        String address = null;
        String localAddress = null;
        ClientType type = null;
        User user = null;
        long minAgeSeconds = 0;
        boolean spareCaller = true;
        while (args.hasNext()) {
            if (args.acceptOption("id")) {
                id = args.nextLong(1, Long.MAX_VALUE, ConnectionErrors.BAD_ID);
            } else if (args.acceptOption("type")) {
                type = type(args);
            } else if (args.acceptOption("addr")) {
                address = args.next().utf8();
            } else if (args.acceptOption("laddr")) {
                localAddress = args.next().utf8();
            } else if (args.acceptOption("user")) {
                user = user(call);
            } else if (args.acceptOption("maxage")) {
                minAgeSeconds = age(args);
            } else if (args.acceptOption("skipme")) {
                spareCaller = yesOrNo(args);
            } else {
                throw Errors.SYNTAX;
            }
        }
        return new ClientFilter(id, address, localAddress, type, user, minAgeSeconds, spareCaller);
    }

    static ClientType type(Arguments args) {
        ByteString name = args.next();
        ClientType type = ClientType.named(name);
        if (type == null) {
            throw new ErrorReply(Errors.oneLine("ERR Unknown client type '" + ClientAttribute.text(name) + "'"));
        }
        return type;
    }

    private static User user(CommandCall call) {
        ByteString name = call.args().next();
        User user = call.server().access().users().find(name);
        if (user == null) {
            throw new ErrorReply(Errors.oneLine("ERR No such user '" + ClientAttribute.text(name) + "'"));
        }
        return user;
    }

    private static long age(Arguments args) {
        long seconds = args.nextLong(ConnectionErrors.NOT_AN_AGE);
        if (seconds <= 0) {
            throw ConnectionErrors.BAD_AGE;
        }
        return seconds;
    }

    private static boolean yesOrNo(Arguments args) {
        boolean yes = args.acceptToken("yes");
        if (!yes && !args.acceptToken("no")) {
            throw Errors.SYNTAX;
        }
        return yes;
    }

    boolean matches(Client client, Client caller, long nowMillis) {
        return (id == 0 || client.id() == id)
                && (address == null || client.connection().remoteAddress().equals(address))
                && (localAddress == null || client.connection().localAddress().equals(localAddress))
                && (type == null || client.type() == type)
                && (user == null || client.user() == user)
                && (minAgeSeconds == 0 || nowMillis / 1000 - client.createdAtMillis() / 1000 >= minAgeSeconds)
                && !(spareCaller && client == caller);
    }
}
