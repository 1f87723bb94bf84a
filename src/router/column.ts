/** Whole numbers of 32 bits in a row that grows: half as large as an array of them. */
export class Column {
  length = 0;
  values = new Int32Array(16);

  push(value: number): void {
    if (this.length === this.values.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length++] = value;
  }

  /** Makes a number at least `least`. */
  raise(index: number, least: number): void {
    if (this.values[index]! < least) this.values[index] = least;
  }
}
