package io.miniredis.persistence.rdb;

import java.io.IOException;

/**
 * What a module of Redis has put into an RDB. There are no modules here, so all that can be done with it is to pass
 * over it: since version 2 of their format each piece says what it is.
 */
final class ModuleData {
    private static final int END = 0;
    private static final int SIGNED = 1;
    private static final int UNSIGNED = 2;
    private static final int FLOAT = 3;
    private static final int DOUBLE = 4;
    private static final int STRING = 5;

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int NAME_CHARACTERS = 9;
    private static final int CHARACTER_BITS = 6;
    private static final int VERSION_BITS = 10;

    private ModuleData() {}

    /** The name in a module's id: nine characters of six bits above ten bits of version (moduleTypeNameByID). */
    static String name(long id) {
        char[] name = new char[NAME_CHARACTERS];
        long rest = id >>> VERSION_BITS;
        for (int i = NAME_CHARACTERS - 1; i >= 0; i--) {
            name[i] = CHARACTERS.charAt((int) rest & ((1 << CHARACTER_BITS) - 1));
            rest >>>= CHARACTER_BITS;
        }
        return new String(name);
    }

    /** Passes over a value, behind its module's id, or over what a module has to say about the file. */
    static void skip(RdbInput in) throws IOException {
        for (long opcode = in.length(); opcode != END; opcode = in.length()) {
            if (opcode == SIGNED || opcode == UNSIGNED) {
                in.length();
            } else if (opcode == FLOAT) {
                in.int32();
            } else if (opcode == DOUBLE) {
                in.int64();
            } else if (opcode == STRING) {
                in.string();
            } else {
                throw in.corrupt("Unknown opcode " + opcode + " in a module's value");
            }
        }
    }

    /** Passes over what a module has to say about the file, its id included; returns the module's name. */
    static String skipAux(RdbInput in) throws IOException {
        String name = name(in.length());
        if (in.length() != UNSIGNED) {
            throw in.corrupt("bad when_opcode");
        }
        in.length();
        skip(in);
        return name;
    }
}
