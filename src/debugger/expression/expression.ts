/** What a condition says, as a tree. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | Path
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Where a value is found: the address of an actor, and from its context on the names and indexes that lead there. */
export interface Path {
  readonly kind: 'path';
  /** Names as they stand, and what stands in brackets; the first is a name or a string in brackets. */
  readonly parts: readonly (string | Expression)[];
}

export type UnaryOperator = '!' | '-';

export type BinaryOperator = LogicalOperator | ComparisonOperator | ArithmeticOperator;

export type LogicalOperator = '||' | '&&';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
