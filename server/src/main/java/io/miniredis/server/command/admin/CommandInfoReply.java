package io.miniredis.server.command.admin;

import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Command;
import io.miniredis.server.command.CommandFlag;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.CommandTable;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.command.LegacyKeyRange;
import java.util.List;

/** Writes what a program wants to know of a command: COMMAND and COMMAND INFO (addReplyCommandInfo in server.c). */
final class CommandInfoReply {
    private static final CommandFlag[] FLAGS = CommandFlag.values();
    private static final AclCategory[] CATEGORIES = AclCategory.values();
    private static final KeySpec.Flag[] KEY_FLAGS = KeySpec.Flag.values();

    private final ReplyWriter reply;

    CommandInfoReply(ReplyWriter reply) {
        this.reply = reply;
    }

    void write(Command command) {
        CommandSpec spec = command.spec();
        LegacyKeyRange keys = LegacyKeyRange.of(spec.keySpecs());
        reply.array(10);
        reply.bulk(command.fullName());
        reply.integer(spec.arity());
        flags(spec, keys.movable());
        reply.integer(keys.first());
        reply.integer(keys.last());
        reply.integer(keys.step());
        categories(spec);
        reply.set(spec.tips().size());
        spec.tips().forEach(reply::bulk);
        reply.set(spec.keySpecs().size());
        spec.keySpecs().forEach(this::keySpec);
        subcommands(command);
    }

    private void flags(CommandSpec spec, boolean keysAreMovable) {
        int count = 0;
        for (CommandFlag flag : FLAGS) {
            count += isShown(spec, flag, keysAreMovable) ? 1 : 0;
        }
        reply.set(count);
        for (CommandFlag flag : FLAGS) {
            if (isShown(spec, flag, keysAreMovable)) {
                reply.simple(flag.wireName());
            }
        }
    }

    private static boolean isShown(CommandSpec spec, CommandFlag flag, boolean keysAreMovable) {
        return flag == CommandFlag.MOVABLE_KEYS ? keysAreMovable : spec.has(flag) && flag.isShown();
    }

    private void categories(CommandSpec spec) {
        int count = 0;
        for (AclCategory category : CATEGORIES) {
            count += spec.has(category) ? 1 : 0;
        }
        reply.set(count);
        for (AclCategory category : CATEGORIES) {
            if (spec.has(category)) {
                reply.simple("@" + category.wireName());
            }
        }
    }

    private void keySpec(KeySpec spec) {
        String notes = spec.notes();
        reply.map(notes == null ? 3 : 4);
        if (notes != null) {
            reply.bulk("notes");
            reply.bulk(notes);
        }
        reply.bulk("flags");
        keyFlags(spec.flags());
        reply.bulk("begin_search");
        begin(spec.begin());
        reply.bulk("find_keys");
        find(spec.find());
    }

    /** @param flags a set of {@link KeySpec.Flag} bits */
    void keyFlags(long flags) {
        reply.set(Long.bitCount(flags));
        for (KeySpec.Flag flag : KEY_FLAGS) {
            if ((flags & flag.bit()) != 0) {
                reply.simple(flag.wireName());
            }
        }
    }

    private void begin(KeySpec.Begin begin) {
        if (begin instanceof KeySpec.Index index) {
            typed("index", 1);
            pair("index", index.position());
        } else if (begin instanceof KeySpec.Keyword keyword) {
            typed("keyword", 2);
            reply.bulk("keyword");
            reply.bulk(keyword.keyword());
            pair("startfrom", keyword.startFrom());
        } else {
            typed("unknown", 0);
        }
    }

    private void find(KeySpec.Find find) {
        if (find instanceof KeySpec.Range range) {
            typed("range", 3);
            pair("lastkey", range.last());
            pair("keystep", range.step());
            pair("limit", range.limit());
        } else if (find instanceof KeySpec.Counted counted) {
            typed("keynum", 3);
            pair("keynumidx", counted.countAt());
            pair("firstkey", counted.first());
            pair("keystep", counted.step());
        } else {
            typed("unknown", 0);
        }
    }

    // A type and the head of its particulars.
    private void typed(String type, int particulars) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
        reply.map(particulars);
    }

    private void pair(String name, long value) {
        reply.bulk(name);
        reply.integer(value);
    }

    private void subcommands(Command command) {
        CommandTable subcommands = command.subcommands();
        if (subcommands == null) {
            reply.set(0);
        } else {
            reply.array(subcommands.size());
            subcommands.forEach(this::write);
        }
    }

    /** A key and what is done with it, as COMMAND GETKEYSANDFLAGS tells it. */
    void keys(List<KeyFound> keys) {
        reply.array(keys.size());
        for (KeyFound key : keys) {
            reply.array(2);
            reply.bulk(key.name());
            keyFlags(key.flags());
        }
    }
}
