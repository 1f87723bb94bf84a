/** When this program began to load: milliseconds since the process began. To be imported before all others. */
export const began = process.uptime() * 1000;
