/**
 * The first rule set. Each rule names a category, what happens, words in their normalised form (a trailing `*`
 * matches any ending) and the phrases that are innocent although they hold such a word.
 */

export interface Rule {
  readonly id: string;
  readonly action: 'refuse' | 'hold';
  /** Said to the person, after the rule's name. */
  readonly reason: string;
  /** All of these groups must occur; any word of a group will do. */
  readonly groups: readonly (readonly string[])[];
  readonly innocent?: readonly string[];
}

const SEXUAL = [
  'porn*',
  'nude',
  'nudes',
  'nudity',
  'naked',
  'nsfw',
  'hentai',
  'erotic*',
  'sexual',
  'sexy',
  'topless',
  'undress*',
  'orgy',
  'genital*',
  'penis',
  'vagina',
];
const MINORS = [
  'child',
  'children',
  'kid',
  'kids',
  'minor',
  'minors',
  'teen',
  'teens',
  'teenage*',
  'boy',
  'boys',
  'girl',
  'girls',
  'baby',
  'loli*',
  'shota*',
  'schoolgirl*',
  'schoolboy*',
  'underage*',
  'preteen*',
  'toddler*',
];

export const RULES: readonly Rule[] = [
  {
    id: 'minors',
    action: 'refuse',
    reason: 'sexual content about minors is never made here',
    groups: [SEXUAL, MINORS],
    innocent: ['sexual education', 'sex education', 'naked eye'],
  },
  {
    id: 'minors',
    action: 'refuse',
    reason: 'sexual content about minors is never made here',
    groups: [['lolicon*', 'shotacon*', 'cp porn', 'child porn*', 'csam']],
  },
  {
    id: 'sexual',
    action: 'refuse',
    reason: 'sexual pictures are not made here; ask for the scene without it',
    groups: [SEXUAL],
    innocent: ['naked eye', 'sexual education', 'sexual reproduction', 'nude colour', 'nude color', 'naked mole rat', 'asexual'],
  },
  {
    id: 'self-harm',
    action: 'refuse',
    reason: 'this is not something to face alone: please talk to someone you trust or to a crisis line in your country',
    groups: [
      [
        'kill myself',
        'killing myself',
        'suicide',
        'suicidal',
        'self harm',
        'selfharm',
        'cut myself',
        'cutting myself',
        'end my life',
        'hang myself',
      ],
    ],
    innocent: ['suicide prevention', 'suicide squad', 'self harm prevention'],
  },
  {
    id: 'violence',
    action: 'refuse',
    reason: 'graphic violence is not drawn here; ask for the scene without it',
    groups: [
      [
        'gore',
        'beheading*',
        'behead*',
        'dismember*',
        'mutilat*',
        'torture',
        'tortured',
        'massacre*',
        'bloodbath',
        'decapitat*',
        'disembowel*',
      ],
    ],
  },
  {
    id: 'hate',
    action: 'refuse',
    reason: 'hateful symbols and slogans are not drawn here',
    groups: [['swastika*', 'hakenkreuz*', 'heil hitler', 'white power', 'ku klux klan', 'kkk', 'sieg heil']],
  },
  {
    id: 'real-people',
    action: 'refuse',
    reason: 'pictures that change or undress a real person are not made here',
    groups: [
      [
        'undress*',
        'nudify*',
        'deepfake*',
        'face swap*',
        'faceswap*',
        'remove her clothes',
        'remove his clothes',
        'take off her clothes',
        'take off his clothes',
      ],
    ],
  },
];
