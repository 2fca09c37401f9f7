// Preloaded into servers that would listen on every interface: they get loopback, whatever they ask for.
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function onLoopback(...args) {
  if (typeof args[0] === 'number' || /^\d+$/.test(args[0] ?? '')) {
    const done = args.find(argument => typeof argument === 'function');
    return listen.call(this, { port: Number(args[0]), host: '127.0.0.1' }, done);
  }

  return listen.apply(this, args);
};
