local function show(v, depth)
  local kind = type(v)
  if kind == 'string' then
    return '"' .. v:gsub('[%c\\"\127-\255]', function(c) return ('\\%03d'):format(c:byte()) end) .. '"'
  elseif kind == 'number' then
    return ('%.17g'):format(v)
  elseif kind == 'table' then
    if depth > 4 then return '{...}' end
    local fields = {}
    for k, x in next, v do fields[#fields + 1] = show(k, depth + 1) .. '=' .. show(x, depth + 1) end
    return '{' .. table.concat(fields, ', ') .. '}'
  elseif kind == 'nil' or kind == 'boolean' then
    return tostring(v)
  end
  return kind
end
local function all(...)
  local shown = {}
  for i = 1, select('#', ...) do shown[i] = show((select(i, ...)), 0) end
  return table.concat(shown, ' ')
end
local chunk, message = loadstring((...), '@chunk')
if not chunk then return 'not compiled: ' .. message end
return all(pcall(chunk))
