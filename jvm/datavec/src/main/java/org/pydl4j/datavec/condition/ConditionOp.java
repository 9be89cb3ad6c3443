package org.pydl4j.datavec.condition;

/** How a column's value is compared. DL4J: ConditionOp. */
public enum ConditionOp {
  LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL, IN_SET, NOT_IN_SET
}
