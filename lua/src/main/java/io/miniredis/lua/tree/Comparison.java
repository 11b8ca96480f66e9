package io.miniredis.lua.tree;

/** An operation on two operands that gives true or false. */
public abstract class Comparison extends Expression {
    final Expression left;
    final Expression right;
    final int leftSlot;
    final int rightSlot;
    final int line;

    Comparison(Expression left, Expression right, int line) {
        this.left = left;
        this.right = right;
        this.leftSlot = left.plainSlot();
        this.rightSlot = right.plainSlot();
        this.line = line;
    }

    @Override
    public final Object eval(Frame frame) {
        return test(frame) ? Boolean.TRUE : Boolean.FALSE;
    }

    @Override
    public abstract boolean test(Frame frame);
}
