package io.miniredis.server.command.hash;

import io.miniredis.datastructures.HashValue;
import io.miniredis.server.command.Arguments;

/** Under which condition a field gets another time to live. */
enum FieldExpireCondition {
    ALWAYS,
    NX,
    XX,
    GT,
    LT;

    /** Takes the next argument if it is a condition. */
    static FieldExpireCondition accept(Arguments args) {
        if (args.acceptToken("nx")) {
            return NX;
        } else if (args.acceptToken("xx")) {
            return XX;
        } else if (args.acceptToken("gt")) {
            return GT;
        } else if (args.acceptToken("lt")) {
            return LT;
        }
        return ALWAYS;
    }

    /**
     * @param currentMillis when the field expires now, or {@link HashValue#NO_EXPIRE}, which is later than all times
     */
    boolean allows(long currentMillis, long newMillis) {
        boolean lasting = currentMillis == HashValue.NO_EXPIRE;
        return switch (this) {
            case ALWAYS -> true;
            case NX -> lasting;
            case XX -> !lasting;
            case GT -> !lasting && newMillis > currentMillis;
            case LT -> lasting || newMillis < currentMillis;
        };
    }
}
