-- One call again and again: the standard headers of MCP 2026-07-28 and a body of about 300 bytes.
local tool = os.getenv("CALL_TOOL")
local token = os.getenv("CALL_TOKEN")
local pause = tonumber(os.getenv("CALL_DELAY") or "0")

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
wrk.headers["Mcp-Method"] = "tools/call"
wrk.headers["Mcp-Name"] = tool
wrk.headers["Authorization"] = "Bearer " .. token
wrk.body = '{"jsonrpc":"2.0","id":17,"method":"tools/call","params":{"name":"' .. tool
  .. '","arguments":{"path":"/srv/data/report.txt","amount":12.5,"note":"quarterly"},"_meta":{'
  .. '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}'

-- A connection that pauses between its calls makes for a steady rate, which a slow answer hardly lowers.
if pause > 0 then
  function delay()
    return pause
  end
end

if os.getenv("CALL_SHOW") then
  function response(status, headers, body)
    if status >= 300 then io.stderr:write(status .. " " .. body .. "\n") end
  end
end

function done(summary, latency)
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"non2xx":%d,"broken":%d,"p50":%.0f,"p90":%.0f,"p99":%.0f}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99)))
end
