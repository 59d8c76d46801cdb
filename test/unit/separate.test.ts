import { describe, expect, it } from 'vitest';
import { picturesAsked } from '../../engine/planner/separate.ts';

describe('several pictures in one request', () => {
  it.each([
    ['Two different pictures, one of a huge black home and one of a green sun', ['a huge black home', 'a green sun']],
    ['draw me two pictures, one with a cat on a mat, and the other with a dog', ['a cat on a mat', 'a dog']],
    ['a picture of a cat and another picture of a dog and a ball', ['a cat', 'a dog and a ball']],
    ['three pictures: one of a cat, one of a dog and one of a cow', ['a cat', 'a dog', 'a cow']],
    ['Two separate pictures: a blue car and a white sun on the left side', ['a blue car', 'a white sun on the left side']],
    [
      'two separate pictures: a huge pink rhombus and a big heart, mini diamond :)',
      ['a huge pink rhombus', 'a big heart, mini diamond :)'],
    ],
    ['3 separate pictures: a cat, a dog and a cow', ['a cat', 'a dog', 'a cow']],
    ['two separate pictures: one large red sun and a pink cross', ['a large red sun', 'a pink cross']],
    ['draw a cat and then a dog on a boat', ['a cat', 'a dog on a boat']],
    ['please draw first two cats, then draw a dog', ['two cats', 'a dog']],
    ['first a picture of a cat, then a picture of a dog', ['a cat', 'a dog']],
    ['make two drawings: first a cat and a hat, then a dog', ['a cat and a hat', 'a dog']],
    ['two images: a cat; a dog and a ball', ['a cat', 'a dog and a ball']],
    ['two pictures: a cat and a hat / a dog', ['a cat and a hat', 'a dog']],
  ])('%j', (request, parts) => expect(picturesAsked(request)).toEqual(parts));

  it.each([
    'a cat and a dog',
    'two pictures of a cat and a dog',
    'two separate pictures: a cat and a hat and a dog',
    'draw a house and then make it blue',
    'draw a house, then the same house at night',
    'how do plants grow, and then what?',
    'a picture of a cat',
    'tell me first about cats and then about dogs',
    'the first one and then #2',
    'two separate pictures: a cat and the one before',
    '',
  ])('%j is left to the model', (request) => expect(picturesAsked(request)).toBeUndefined());
});
