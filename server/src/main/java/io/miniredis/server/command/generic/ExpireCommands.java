package io.miniredis.server.command.generic;

import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/**
 * How long keys live (expire.c). A key stores the moment it expires, in milliseconds; that is also what is propagated,
 * so that a key expires everywhere at the same moment.
 */
public final class ExpireCommands {
    private static final ByteString PEXPIREAT_NAME = ByteString.of("PEXPIREAT");
    private static final long MILLISECONDS = 1;
    private static final long SECONDS = 1_000;
    /** What is counted from 1970 on, not from now. */
    private static final long EPOCH = 0;

    private ExpireCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(EXPIRE, EXPIREAT, EXPIRETIME, PERSIST, PEXPIRE, PEXPIREAT, PEXPIRETIME, PTTL, TTL);
    }

    private static CommandSpecBuilder setting(String name) {
        return CommandSpec.named(name)
                .arity(-3)
                .flags(WRITE, FAST)
                .acl(AclCategory.KEYSPACE)
                .group(CommandGroup.GENERIC)
                .keys(KeySpec.key(1, RW, UPDATE))
                .complexity("O(1)")
                .history("7.0.0", "Takes a condition: `NX`, `XX`, `GT` or `LT`.");
    }

    private static CommandSpecBuilder asking(String name) {
        return CommandSpec.named(name)
                .arity(2)
                .flags(READONLY, FAST)
                .acl(AclCategory.KEYSPACE)
                .group(CommandGroup.GENERIC)
                .keys(KeySpec.key(1, RO, ACCESS))
                .complexity("O(1)")
                .syntax("key:key");
    }

    static final CommandSpec EXPIRE = setting("expire")
            .since("1.0.0")
            .summary("Lets a key expire after so many seconds.")
            .syntax("key:key seconds:integer [(condition: nx=NX | xx=XX | gt=GT | lt=LT)@7.0.0]")
            .handler(ExpireCommands::expire);

    private static void expire(CommandCall call) {
        expire(call, call.nowMillis(), SECONDS);
    }

    static final CommandSpec EXPIREAT = setting("expireat")
            .since("1.2.0")
            .summary("Lets a key expire at a moment given in seconds since 1970.")
            .syntax("key:key unix-time-seconds:unix-time [(condition: nx=NX | xx=XX | gt=GT | lt=LT)@7.0.0]")
            .handler(ExpireCommands::expireat);

    private static void expireat(CommandCall call) {
        expire(call, EPOCH, SECONDS);
    }

    static final CommandSpec PEXPIRE = setting("pexpire")
            .since("2.6.0")
            .summary("Lets a key expire after so many milliseconds.")
            .syntax("key:key milliseconds:integer [(condition: nx=NX | xx=XX | gt=GT | lt=LT)@7.0.0]")
            .handler(ExpireCommands::pexpire);

    private static void pexpire(CommandCall call) {
        expire(call, call.nowMillis(), MILLISECONDS);
    }

    static final CommandSpec PEXPIREAT = setting("pexpireat")
            .since("2.6.0")
            .summary("Lets a key expire at a moment given in milliseconds since 1970.")
            .syntax("key:key unix-time-milliseconds:unix-time [(condition: nx=NX | xx=XX | gt=GT | lt=LT)@7.0.0]")
            .handler(ExpireCommands::pexpireat);

    private static void pexpireat(CommandCall call) {
        expire(call, EPOCH, MILLISECONDS);
    }

    private static void expire(CommandCall call, long baseMillis, long unitMillis) {
        Arguments args = call.args();
        ByteString key = args.next();
        ByteString time = args.next();
        ExpireCondition condition = ExpireCondition.parse(args);
        long atMillis = deadline(call, time, baseMillis, unitMillis);

        KeyEntry entry = call.db().writeEntry(key);
        if (entry == null || !condition.allows(entry.expireAtMillis(), atMillis)) {
            call.reply().integer(0);
            return;
        }

        if (isOver(call, atMillis)) {
            expireNow(call, key);
        } else {
            call.db().expireAt(entry, atMillis);
            if (baseMillis != EPOCH || unitMillis != MILLISECONDS) {
                propagateAbsolute(call, atMillis);
            }
            call.keyChanged(key, KeyEvent.EXPIRE);
        }

        call.reply().integer(1);
    }

    private static long deadline(CommandCall call, ByteString time, long baseMillis, long unitMillis) {
        if (!Numbers.isLong(time.bytes())) {
            throw Errors.NOT_AN_INTEGER;
        }
        long amount = Numbers.parseLong(time.bytes());
        boolean fits = amount <= Long.MAX_VALUE / unitMillis && amount >= Long.MIN_VALUE / unitMillis;
        if (!fits || amount * unitMillis > Long.MAX_VALUE - baseMillis) {
            throw Errors.invalidExpire(call.command().fullName());
        }
        return amount * unitMillis + baseMillis;
    }

    /**
     * A copy of another server's data set keeps even keys whose time has passed, until it is told that they expired.
     */
    static boolean isOver(CommandCall call, long atMillis) {
        return atMillis <= call.nowMillis() && call.decidesOnExpiry();
    }

    private static void expireNow(CommandCall call, ByteString key) {
        call.db().delete(key, call.server().config().memory.lazyfreeLazyExpire.value());
        call.propagateAs(call.server().expiration().deletion(), key);
        call.keyChanged(key, KeyEvent.DEL);
    }

    private static void propagateAbsolute(CommandCall call, long atMillis) {
        if (!call.isPropagated()) {
            return;
        }
        Request request = call.request();
        ByteString[] form = new ByteString[request.count()];
        for (int i = 0; i < form.length; i++) {
            form[i] = request.arg(i);
        }
        form[0] = PEXPIREAT_NAME;
        form[2] = ByteString.wrap(Numbers.digits(atMillis));
        call.propagateAs(form);
    }

    static final CommandSpec PERSIST = CommandSpec.named("persist")
            .arity(2)
            .flags(WRITE, FAST)
            .acl(AclCategory.KEYSPACE)
            .group(CommandGroup.GENERIC)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("2.2.0")
            .summary("Lets a key live for ever again.")
            .complexity("O(1)")
            .syntax("key:key")
            .handler(ExpireCommands::persist);

    private static void persist(CommandCall call) {
        ByteString key = call.args().next();

        KeyEntry entry = call.db().writeEntry(key);
        if (entry == null || entry.expireAtMillis() == KeyEntry.NO_EXPIRE) {
            call.reply().integer(0);
            return;
        }

        call.db().persist(entry);

        call.keyChanged(key, KeyEvent.PERSIST);

        call.reply().integer(1);
    }

    static final CommandSpec TTL = asking("ttl")
            .since("1.0.0")
            .summary("Tells how many seconds a key has left; -1: it does not expire, -2: there is none.")
            .history("2.8.0", "Answers -2 for a key that does not exist.")
            .tips("nondeterministic_output")
            .handler(ExpireCommands::ttl);

    private static void ttl(CommandCall call) {
        replyWithTime(call, call.nowMillis(), SECONDS);
    }

    static final CommandSpec PTTL = asking("pttl")
            .since("2.6.0")
            .summary("Tells how many milliseconds a key has left; -1: it does not expire, -2: there is none.")
            .history("2.8.0", "Answers -2 for a key that does not exist.")
            .tips("nondeterministic_output")
            .handler(ExpireCommands::pttl);

    private static void pttl(CommandCall call) {
        replyWithTime(call, call.nowMillis(), MILLISECONDS);
    }

    static final CommandSpec EXPIRETIME = asking("expiretime")
            .since("7.0.0")
            .summary("Tells when a key expires, in seconds since 1970; -1: it does not, -2: there is none.")
            .handler(ExpireCommands::expiretime);

    private static void expiretime(CommandCall call) {
        replyWithTime(call, EPOCH, SECONDS);
    }

    static final CommandSpec PEXPIRETIME = asking("pexpiretime")
            .since("7.0.0")
            .summary("Tells when a key expires, in milliseconds since 1970; -1: it does not, -2: there is none.")
            .handler(ExpireCommands::pexpiretime);

    private static void pexpiretime(CommandCall call) {
        replyWithTime(call, EPOCH, MILLISECONDS);
    }

    private static void replyWithTime(CommandCall call, long baseMillis, long unitMillis) {
        KeyEntry entry = call.db().viewEntry(call.args().next());
        if (entry == null) {
            call.reply().integer(-2);
            return;
        }
        long expireAt = entry.expireAtMillis();
        if (expireAt == KeyEntry.NO_EXPIRE) {
            call.reply().integer(-1);
            return;
        }
        long millis = Math.max(0, expireAt - baseMillis);
        boolean roundedUp = millis % unitMillis >= (unitMillis + 1) / 2;
        call.reply().integer(millis / unitMillis + (roundedUp ? 1 : 0));
    }
}
