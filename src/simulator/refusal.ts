/** Why the exchange takes no order, before any broker's wording. Each face has words of its own for every reason. */
export type Refused =
  | 'beforeOpen'
  | 'afterClose'
  | 'afterMarket'
  /** A type of the closing-price sessions while the market is open. */
  | 'otherHours'
  | 'holiday'
  | 'unknownIssue'
  | 'halted'
  | 'tick'
  | 'priceLimit'
  | 'quantity'
  | 'orderType'
  /** The exchange named takes no order at the market. */
  | 'marketOrder'
  | 'exchange'
  | 'cash'
  | 'shares'
  | 'noOriginal'
  | 'nothingLeft'
  | 'aboveRest'
  | 'notOffered';
