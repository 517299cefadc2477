-- Opens a script in Neovim, applies the first quick fix and writes the file: the test looks at what is on disk.
local function die(reason)
  io.stderr:write("FAILED: " .. reason .. "\n")
  vim.cmd("cquit 1")
end

vim.bo.filetype = "python"
local id = vim.lsp.start_client({ name = "lossguard", cmd = vim.fn.json_decode(vim.env.LOSSGUARD_SERVER) })
vim.lsp.buf_attach_client(0, id)
local function shown()
  return vim.diagnostic.get(0)
end
if not vim.wait(20000, function() return #shown() == 1 end, 20) then
  die("no diagnostic: " .. vim.inspect(shown()))
end

local client = vim.lsp.get_client_by_id(id)
local diagnostic = shown()[1]
local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
params.range = {
  start = { line = diagnostic.lnum, character = diagnostic.col },
  ["end"] = { line = diagnostic.end_lnum, character = diagnostic.end_col },
}
params.context = { diagnostics = {} }
local actions = client.request_sync("textDocument/codeAction", params, 10000, 0).result
local action = client.request_sync("codeAction/resolve", actions[1], 10000, 0).result
vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
if not vim.wait(20000, function() return #shown() == 0 end, 20) then
  die("the fix does not help: " .. vim.inspect(shown()))
end
vim.cmd("silent! write")
vim.lsp.stop_client(id)
vim.wait(500)
vim.cmd("qall!")
