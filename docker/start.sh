#!/bin/sh
# Puts the pack of the image into n8n's data, which is a volume, imports the workflows once, then starts n8n as its image does.
set -e
data="${N8N_USER_FOLDER:-$HOME}/.n8n"
pack="${AI_OPERATOR_PACK:-/opt/ai-operator}"
mkdir -p "$data/nodes/node_modules"
# A copy of an earlier version, installed in the editor or by an earlier image, gives way to the image's own.
rm -rf "$data/nodes/node_modules/n8n-nodes-ai-operator"
ln -s "$pack" "$data/nodes/node_modules/n8n-nodes-ai-operator"
if [ ! -e "$data/ai-operator/workflows-imported" ]; then
	for folder in "$pack"/workflows/*/; do n8n import:workflow --separate --input="$folder"; done
	mkdir -p "$data/ai-operator"
	touch "$data/ai-operator/workflows-imported"
fi
# Engines in the background: the first video need not wait for them.
if [ "${AI_OPERATOR_FETCH_ENGINES:-true}" = true ]; then
	(node "$pack/dist/cli/index.js" engines >"$data/ai-operator/engines.log" 2>&1 || true) &
fi
if [ -x /docker-entrypoint.sh ]; then exec /docker-entrypoint.sh "$@"; fi
exec n8n "$@"
