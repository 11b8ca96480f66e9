package io.miniredis.lua.tree;

import io.miniredis.lua.Numeral;

/**
 * An operator between two operands, which are evaluated from the left. Most operands are plain locals or numbers in the
 * text: an operator reads these in place, without a call of their node.
 *
 * <p>The choice stands in each {@code eval} and not in a method here: the compiler would put such a method's operands
 * of all kinds into it, find it too big then, and call it for every operand.
 */
abstract class BinaryOperation extends Expression {
    /** Instead of a slot: the operand is a number in the text. */
    static final int CONSTANT = -2;

    final Expression left;
    final Expression right;
    final int line;

    /** The slot of the left operand if it is a plain local, else -1. */
    final int leftSlot;

    /** The same of the right one, or {@link #CONSTANT}. */
    final int rightSlot;

    final double rightConstant;

    BinaryOperation(Expression left, Expression right, int line) {
        this.left = left;
        this.right = right;
        this.line = line;
        this.leftSlot = left.plainSlot();
        this.rightSlot = right instanceof NumberConstant ? CONSTANT : right.plainSlot();
        this.rightConstant = right instanceof NumberConstant n ? n.value() : 0;
    }

    /** The right operand that is a number in the text. */
    final Object constant(Frame frame) {
        frame.number = rightConstant;
        return Numeral.NUMBER;
    }

    /** Whether both operands can be read in place. */
    static boolean isPlain(Expression left, Expression right) {
        return left.plainSlot() >= 0 && (right.plainSlot() >= 0 || right instanceof NumberConstant);
    }
}
