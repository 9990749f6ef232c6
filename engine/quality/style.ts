/** Look of the review page: one column on a phone, calm colours in light and dark, nothing fetched from elsewhere. */
export const CSS = `
:root{color-scheme:light dark;--bg:#f4f2ec;--card:#fff;--ink:#151a2d;--soft:#5c6275;--line:#d9d6cc;--go:#12704a;--no:#a32a1c;--hold:#8a5a00}
@media (prefers-color-scheme:dark){:root{--bg:#0d1222;--card:#171e36;--ink:#f3f1ea;--soft:#a9b0c6;--line:#303a5c;--go:#1f8f60;--no:#c8422f;--hold:#f0b43c}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.card{max-width:860px;margin:16px auto;padding:20px;background:var(--card);border:1px solid var(--line);border-radius:14px}
h1{font-size:1.5rem;line-height:1.2;margin:.2em 0 .6em}h2{font-size:1.15rem;margin:1.4em 0 .2em}
.channel,.hint{color:var(--soft);margin:0}
video,audio{width:100%;max-height:78vh;background:#000;border-radius:10px;margin:12px 0}audio{background:none}
details{margin:12px 0}summary{cursor:pointer;font-weight:600;padding:6px 0}
.checks{border:1px solid var(--line);border-left:6px solid var(--go);border-radius:8px;padding:4px 14px}
.checks.hold{border-left-color:var(--hold)}.checks.fail{border-left-color:var(--no)}
.checks ul{list-style:none;padding:0;margin:0 0 8px}.checks li{padding:3px 0}.checks li span{color:var(--soft);overflow-wrap:anywhere}
.checks .hold b{color:var(--hold)}.checks .fail b{color:var(--no)}
fieldset{border:1px solid var(--line);border-radius:8px;margin:14px 0;padding:8px 14px}legend{font-weight:600;padding:0 6px}
.thumbs{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}
.thumbs label{cursor:pointer}.thumbs img{width:100%;max-height:300px;object-fit:contain;border-radius:8px;display:block}
.thumbs input:checked+img{outline:4px solid var(--go);outline-offset:2px}
.titles label{display:block;padding:3px 0}
input[type=text],textarea{width:100%;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:8px 10px}
textarea{resize:vertical}
.scenes{list-style:none;padding:0}.scenes li{display:flex;gap:14px;padding:12px 0;border-top:1px solid var(--line)}
.scenes img{width:110px;max-height:196px;object-fit:contain;border-radius:8px;flex:none;align-self:flex-start}.scenes div{flex:1;min-width:0}
.scenes label{font-weight:600;font-size:.92rem;color:var(--soft)}
blockquote{margin:6px 0;padding-left:10px;border-left:3px solid var(--line);color:var(--soft)}
.decide{border-top:1px solid var(--line);margin:18px -20px -20px;padding:14px 20px;border-radius:0 0 14px 14px}
.decide>label{display:block;margin-bottom:8px;font-size:.92rem;color:var(--soft)}
.choice{display:flex;gap:12px;flex-wrap:wrap}
button{font:inherit;font-weight:700;color:#fff;border:0;border-radius:10px;padding:13px 28px;cursor:pointer;flex:1;min-height:48px}
button:focus-visible,input:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid #3d6bff;outline-offset:2px}
.go{background:var(--go)}.no{background:var(--no)}
footer{max-width:860px;margin:0 auto 24px;padding:0 20px;display:flex}
`
	.trim()
	.replace(/\n/g, '');
