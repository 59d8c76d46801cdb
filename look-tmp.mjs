import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
const dir='test/golden/slack/';
const esc=s=>String(s??'').replace(/&/g,'&amp;').replace(/</g,'&lt;');
const mr=s=>esc(s).replace(/&amp;(lt|gt|amp);/g,'&$1;').replace(/&lt;!date\^(\d+)\^([^|]*)\|[^>]*>/g,(_, t)=>`<i>[${new Date(t*1000).toLocaleString()}]</i>`).replace(/&lt;(https[^|>]*)\|([^>]*)>/g,'<u>$2</u>').replace(/&lt;@(\w+)>/g,'<b style="color:#1264a3">@$1</b>').replace(/\*([^*\n]+)\*/g,'<b>$1</b>').replace(/_([^_\n]+)_/g,'<i>$1</i>').replace(/`([^`]+)`/g,'<code>$1</code>').replace(/\n/g,'<br>');
const el=e=>{switch(e.type){
case 'button':return `<span class="b ${e.style??''}">${esc(e.text.text)}</span>`;
case 'overflow':return `<span class="b">⋯ <small>${e.options.map(o=>esc(o.text.text)).join(' | ')}</small></span>`;
case 'checkboxes':return e.options.map(o=>`<div>☑ ${esc(o.text.text)}<br><small>${esc(o.description?.text??'')}</small></div>`).join('');
case 'radio_buttons':return e.options.map(o=>`<div>${e.initial_option?.value===o.value?'◉':'○'} ${esc(o.text.text)}</div>`).join('');
case 'feedback_buttons':return '👍 👎';
case 'static_select':return `<span class="b">${esc(e.initial_option?.text.text??e.placeholder?.text??'')} ▾</span>`;
case 'image':return '<span class="im s">🖼</span>';
default:return `<span class="in">${e.type}: ${esc(e.placeholder?.text??e.initial_value??'')}</span>`}};
const bl=b=>{switch(b.type){
case 'markdown':return `<p>${mr(b.text)}</p>`;
case 'section':return `<div class="sec"><div>${mr(b.text.text)}</div>${b.accessory?`<div>${el(b.accessory)}</div>`:''}</div>`;
case 'header':return `<h3>${esc(b.text.text)}</h3>`;
case 'divider':return '<hr>';
case 'context':return `<div class="ctx">${b.elements.map(e=>e.type==='image'?'🖼':mr(e.text)).join(' ')}</div>`;
case 'image':return `<div><small><b>${esc(b.title?.text)}</b></small><div class="im">${esc(b.alt_text)}</div></div>`;
case 'actions':case 'context_actions':return `<div>${b.elements.map(el).join(' ')}</div>`;
case 'input':return `<div><b>${esc(b.label.text)}</b>${b.optional?' <small>(optional)</small>':''}<br>${el(b.element)}<br><small>${esc(b.hint?.text??'')}</small></div>`;
default:return b.type}};
const only=process.argv[3]?process.argv[3].split(','):undefined;
const cards=readdirSync(dir).filter(f=>!only||only.some(o=>f.startsWith(o))).map(f=>{const j=JSON.parse(readFileSync(dir+f));return `<div class="c"><h2>${f}</h2>${j.title?`<h3>▭ ${esc(j.title.text)}</h3>`:''}${j.blocks.map(bl).join('')}${j.submit?`<div><span class="b primary">${esc(j.submit.text)}</span> <span class="b">${esc(j.close?.text)}</span></div>`:''}${j.text?`<div class="ctx">text: ${esc(j.text).slice(0,150)}</div>`:''}</div>`}).join('');
writeFileSync('/tmp/slackwork/look.html',`<style>body{font:14px sans-serif;columns:4;width:1900px}.c{break-inside:avoid;border:1px solid #bbb;margin:4px;padding:6px;border-radius:6px}h2{font-size:12px;color:#c00;margin:0}h3{margin:4px 0}.b{border:1px solid #888;border-radius:4px;padding:2px 6px;display:inline-block;margin:2px}.primary{background:#007a5a;color:#fff}.danger{color:#c00;border-color:#c00}.ctx{color:#666;font-size:12px}.im{background:#dfe8ef;padding:12px;width:200px;font-size:11px}.s{width:auto;padding:4px}.in{border:1px solid #ccc;display:inline-block;min-width:200px;color:#888}.sec{display:flex;justify-content:space-between;gap:8px}p{margin:3px 0}</style>${cards}`);
const b=await chromium.launch({executablePath:process.env.CHROME});const pg=await b.newPage({viewport:{width:1940,height:1000}});await pg.goto('file:///tmp/slackwork/look.html');await pg.screenshot({path:process.argv[2],fullPage:true});await b.close();
