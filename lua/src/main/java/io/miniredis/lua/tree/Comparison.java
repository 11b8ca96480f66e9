package io.miniredis.lua.tree;

/** An operation on two operands that gives true or false. */
public abstract class Comparison extends Expression {
    /** Instead of a slot: the operand is a number in the text. */
    static final int CONSTANT = Arithmetic.CONSTANT;

    final Expression left;
    final Expression right;
    final int leftSlot;
    final int rightSlot;
    final double rightConstant;
    final int line;

    Comparison(Expression left, Expression right, int line) {
        this.left = left;
        this.right = right;
        this.leftSlot = left.plainSlot();
        this.rightSlot = right instanceof NumberConstant ? CONSTANT : right.plainSlot();
        this.rightConstant = right instanceof NumberConstant n ? n.value() : 0;
        this.line = line;
    }

    @Override
    public final Object eval(Frame frame) {
        return test(frame) ? Boolean.TRUE : Boolean.FALSE;
    }

    @Override
    public abstract boolean test(Frame frame);
}
