from config import clock
from config.celery import task
from support.suits import reminding


@task()
def remind_of_suits() -> None:
    reminding.remind_of_suits(now=clock.now())
