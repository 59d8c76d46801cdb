/** The server gives the browser the file of this package as `marked.js`. */
export { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
