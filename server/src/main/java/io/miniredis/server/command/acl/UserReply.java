package io.miniredis.server.command.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.acl.Permissions;
import io.miniredis.server.acl.User;
import java.util.List;

/** A user as ACL GETUSER shows it: what the user may do itself, and what each selector adds. */
final class UserReply {
    private UserReply() {}

    static void write(ReplyWriter reply, User user) {
        List<Permissions> permissions = user.permissions();
        reply.map(6);
        reply.bulk("flags");
        List<String> flags = user.flags();
        reply.set(flags.size());
        for (String flag : flags) {
            reply.bulk(flag);
        }
        reply.bulk("passwords");
        reply.array(user.passwords().size());
        for (ByteString hash : user.passwords()) {
            reply.bulk(hash);
        }
        write(reply, permissions.get(0));
        reply.bulk("selectors");
        reply.array(permissions.size() - 1);
        for (int i = 1; i < permissions.size(); i++) {
            reply.map(3);
            write(reply, permissions.get(i));
        }
    }

    private static void write(ReplyWriter reply, Permissions permissions) {
        reply.bulk("commands");
        reply.bulk(Ascii.bytes(permissions.commands()));
        reply.bulk("keys");
        reply.bulk(Ascii.bytes(permissions.keys()));
        reply.bulk("channels");
        reply.bulk(Ascii.bytes(permissions.channels()));
    }
}
