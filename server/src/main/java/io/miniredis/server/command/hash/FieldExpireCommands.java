package io.miniredis.server.command.hash;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.ACCESS;
import static io.miniredis.server.command.KeySpec.Flag.RO;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.HashValue;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandSpecBuilder;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.Database;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;

/**
 * How long fields of hashes live (t_hash.c of Redis 7.4). As with keys, a field stores the moment it expires, in
 * milliseconds, and that is what is propagated: HPEXPIREAT with the fields that got it, HDEL for those whose time had
 * passed already.
 */
public final class FieldExpireCommands {
    private static final ByteString HPEXPIREAT_NAME = ByteString.of("HPEXPIREAT");
    private static final String TIME_ARGUMENTS =
            " [(condition: nx=NX | xx=XX | gt=GT | lt=LT)] FIELDS {fields: numfields:integer field:string...}";

    private static final int NO_SUCH_FIELD = -2;
    private static final int NO_TIME = -1;
    private static final int PERSISTED = 1;

    private FieldExpireCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(HEXPIRE, HEXPIREAT, HEXPIRETIME, HPERSIST, HPEXPIRE, HPEXPIREAT, HPEXPIRETIME, HPTTL, HTTL);
    }

    private static CommandSpecBuilder setting(String name) {
        return CommandSpec.named(name)
                .arity(-6)
                .flags(WRITE, DENYOOM, FAST)
                .acl(AclCategory.HASH)
                .group(CommandGroup.HASH)
                .keys(KeySpec.key(1, RW, UPDATE))
                .since("7.4.0")
                .complexity("O(N) with N fields given.");
    }

    private static CommandSpecBuilder asking(String name) {
        return CommandSpec.named(name)
                .arity(-5)
                .flags(READONLY, FAST)
                .acl(AclCategory.HASH)
                .group(CommandGroup.HASH)
                .keys(KeySpec.key(1, RO, ACCESS))
                .since("7.4.0")
                .complexity("O(N) with N fields given.")
                .syntax("key:key FIELDS {fields: numfields:integer field:string...}");
    }

    static final CommandSpec HEXPIRE = setting("hexpire")
            .summary("Lets fields of a hash expire after so many seconds.")
            .syntax("key:key seconds:integer" + TIME_ARGUMENTS)
            .handler(FieldExpireCommands::hexpire);

    private static void hexpire(CommandCall call) {
        expire(call, call.nowMillis(), FieldTime.SECONDS);
    }

    static final CommandSpec HEXPIREAT = setting("hexpireat")
            .summary("Lets fields of a hash expire at a moment given in seconds since 1970.")
            .syntax("key:key unix-time-seconds:unix-time" + TIME_ARGUMENTS)
            .handler(FieldExpireCommands::hexpireat);

    private static void hexpireat(CommandCall call) {
        expire(call, FieldTime.EPOCH, FieldTime.SECONDS);
    }

    static final CommandSpec HPEXPIRE = setting("hpexpire")
            .summary("Lets fields of a hash expire after so many milliseconds.")
            .syntax("key:key milliseconds:integer" + TIME_ARGUMENTS)
            .handler(FieldExpireCommands::hpexpire);

    private static void hpexpire(CommandCall call) {
        expire(call, call.nowMillis(), FieldTime.MILLISECONDS);
    }

    static final CommandSpec HPEXPIREAT = setting("hpexpireat")
            .summary("Lets fields of a hash expire at a moment given in milliseconds since 1970.")
            .syntax("key:key unix-time-milliseconds:unix-time" + TIME_ARGUMENTS)
            .handler(FieldExpireCommands::hpexpireat);

    private static void hpexpireat(CommandCall call) {
        expire(call, FieldTime.EPOCH, FieldTime.MILLISECONDS);
    }

    private static void expire(CommandCall call, long baseMillis, long unitMillis) {
        Arguments args = call.args();
        ByteString key = args.next();
        // Redis looks the key up before it reads the rest.
        KeyEntry entry = call.db().writeEntry(key, HashValue.class);
        long atMillis = FieldTime.parse(call, args.next(), baseMillis, unitMillis);
        FieldExpireCondition condition = FieldExpireCondition.accept(args);
        FieldList fields = FieldList.parse(args, HashErrors.FIELD_COUNT_TOO_SMALL);
        if (entry == null) {
            fields.replyEach(call, NO_SUCH_FIELD);
            return;
        }

        HashValue hash = Database.require(entry, HashValue.class).withExpiries();
        FieldExpiryUpdate update = new FieldExpiryUpdate(call, key, hash, atMillis);
        call.reply().array(fields.count());
        while (args.hasNext()) {
            call.reply().integer(update.apply(args.next(), condition));
        }

        report(call, key, entry, hash, update);
        propagate(call, fields, update, atMillis);
    }

    private static void report(
            CommandCall call, ByteString key, KeyEntry entry, HashValue hash, FieldExpiryUpdate update) {
        if (update.changes() > 0) {
            call.keyChanged(key, update.event(), update.changes());
        }
        HashChanges.leave(call, key, entry, hash);
    }

    /** In absolute time, and for those fields alone that have it now. */
    private static void propagate(CommandCall call, FieldList fields, FieldExpiryUpdate update, long atMillis) {
        List<ByteString> updated = update.updated();
        if (updated.isEmpty() || !call.isPropagated()) {
            call.preventPropagation();
            return;
        }
        Request request = call.request();
        ByteString[] form = new ByteString[fields.first() + updated.size()];
        for (int i = 0; i < form.length; i++) {
            form[i] = i < fields.first() ? request.arg(i) : updated.get(i - fields.first());
        }
        form[0] = HPEXPIREAT_NAME;
        form[2] = FieldTime.digits(atMillis);
        form[fields.first() - 1] = FieldTime.digits(updated.size());
        call.propagateAs(form);
    }

    static final CommandSpec HPERSIST = CommandSpec.named("hpersist")
            .arity(-5)
            .flags(WRITE, FAST)
            .acl(AclCategory.HASH)
            .group(CommandGroup.HASH)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("7.4.0")
            .summary("Lets fields of a hash live as long as the hash again.")
            .complexity("O(N) with N fields given.")
            .syntax("key:key FIELDS {fields: numfields:integer field:string...}")
            .handler(FieldExpireCommands::hpersist);

    private static void hpersist(CommandCall call) {
        Arguments args = call.args();
        ByteString key = args.next();
        KeyEntry entry = call.db().writeEntry(key, HashValue.class);
        FieldList fields = FieldList.parse(args, HashErrors.FIELD_COUNT_NOT_POSITIVE);
        if (entry == null) {
            fields.replyEach(call, NO_SUCH_FIELD);
            return;
        }

        HashValue hash = Database.require(entry, HashValue.class);
        boolean changed = false;
        call.reply().array(fields.count());
        while (args.hasNext()) {
            int result = persist(call, hash, args.next());
            changed |= result == PERSISTED;
            call.reply().integer(result);
        }

        if (changed) {
            call.db().update(entry, hash);
            call.keyChanged(key, KeyEvent.HPERSIST);
        }
    }

    private static int persist(CommandCall call, HashValue hash, ByteString field) {
        int at = LiveFields.peek(call, hash, field);
        if (at == HashValue.NO_FIELD) {
            return NO_SUCH_FIELD;
        }
        if (hash.expireAtMillis(at) == HashValue.NO_EXPIRE) {
            return NO_TIME;
        }
        hash.persist(at);
        return PERSISTED;
    }

    static final CommandSpec HTTL = asking("httl")
            .summary("Tells how many seconds fields have left; -1: they do not expire, -2: there is none.")
            .tips("nondeterministic_output")
            .handler(FieldExpireCommands::httl);

    private static void httl(CommandCall call) {
        replyWithTimes(call, call.nowMillis(), FieldTime.SECONDS);
    }

    static final CommandSpec HPTTL = asking("hpttl")
            .summary("Tells how many milliseconds fields have left; -1: they do not expire, -2: there is none.")
            .tips("nondeterministic_output")
            .handler(FieldExpireCommands::hpttl);

    private static void hpttl(CommandCall call) {
        replyWithTimes(call, call.nowMillis(), FieldTime.MILLISECONDS);
    }

    static final CommandSpec HEXPIRETIME = asking("hexpiretime")
            .summary("Tells when fields expire, in seconds since 1970; -1: they do not, -2: there is none.")
            .handler(FieldExpireCommands::hexpiretime);

    private static void hexpiretime(CommandCall call) {
        replyWithTimes(call, FieldTime.EPOCH, FieldTime.SECONDS);
    }

    static final CommandSpec HPEXPIRETIME = asking("hpexpiretime")
            .summary("Tells when fields expire, in milliseconds since 1970; -1: they do not, -2: there is none.")
            .handler(FieldExpireCommands::hpexpiretime);

    private static void hpexpiretime(CommandCall call) {
        replyWithTimes(call, FieldTime.EPOCH, FieldTime.MILLISECONDS);
    }

    private static void replyWithTimes(CommandCall call, long baseMillis, long unitMillis) {
        Arguments args = call.args();
        HashValue hash = call.db().read(args.next(), HashValue.class);
        FieldList fields = FieldList.parse(args, HashErrors.FIELD_COUNT_NOT_POSITIVE);
        if (hash == null) {
            fields.replyEach(call, NO_SUCH_FIELD);
            return;
        }

        call.reply().array(fields.count());
        while (args.hasNext()) {
            int at = LiveFields.peek(call, hash, args.next());
            call.reply().integer(at == HashValue.NO_FIELD ? NO_SUCH_FIELD : time(hash, at, baseMillis, unitMillis));
        }
    }

    private static long time(HashValue hash, int at, long baseMillis, long unitMillis) {
        long expireAt = hash.expireAtMillis(at);
        // Rounded up, so that a field that is there has time left.
        return expireAt == HashValue.NO_EXPIRE ? NO_TIME : (expireAt - baseMillis + unitMillis - 1) / unitMillis;
    }
}
